"""An answer ends what a committee is shown; erased texts take with them who presented it."""

from django.dispatch import receiver

from extranet.solicitations import presentations, signals


@receiver(signals.happened)
def end_with_the_answer(sender, message, **kwargs):
    if not message.solicitation.is_under_way:
        presentations.end_all(message.solicitation)


@receiver(signals.erased)
def forget_who_presented(sender, solicitations, **kwargs):
    presentations.forget(solicitations)
