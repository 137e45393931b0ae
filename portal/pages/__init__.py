"""What every page is made of: BasePage, StreamField blocks by family, images and documents, the menu.

Page types themselves are in ``home``.
"""
