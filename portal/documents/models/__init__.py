from portal.documents.models.documents import Content, Document, Version
from portal.documents.models.folders import Folder, Subscription
from portal.documents.models.policies import FilePolicy
from portal.documents.models.readings import Reading

__all__ = ["Content", "Document", "FilePolicy", "Folder", "Reading", "Subscription", "Version"]
