"""An answer ends what a committee is shown."""

from django.dispatch import receiver

from extranet.solicitations import presentations, signals


@receiver(signals.happened)
def end_with_the_answer(sender, message, **kwargs):
    if not message.solicitation.is_under_way:
        presentations.end_all(message.solicitation)
