"""What asks for a person's attention: mails, how they leave, and the demonstration's mailbox.

Nobody calls it to send a mail: any ``EmailMessage(…).send()`` comes here, allauth's and Wagtail's too, because
``MAILERS["default"]`` is :class:`portal.notifications.backend.EmailBackend`. What a mail says belongs to its app.
"""
