"""The legal pack of a tenant, as data: who publishes, how accessible the portal is, what it keeps of people.

The pages that the law asks for are made from it (no Wagtail page, nothing to keep in step by hand), and a tenant
opens once it is whole. What each app keeps of people is said by the app itself (``portal.tenancy.processing``).
"""
