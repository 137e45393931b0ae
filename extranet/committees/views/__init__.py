"""Below ``/extranet/comites/``: what those who sit read and answer, and what the secretary keeps."""
