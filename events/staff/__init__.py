"""The agenda in the back-office: what those who keep events fill in, and the screens where they do."""
