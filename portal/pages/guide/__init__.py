"""The guide for staff, in « Aide »: the text for reference, and chapters that lead by the hand, with pictures.

Chapters are data (``chapters``). The same data draws their pages (``views``) and tells ``tests.guide_pictures`` which
screens to open and photograph (``make guide-pictures``). Nothing here knows another app: a screen is an address.
"""
