import sys

from django.core.management.base import BaseCommand

from portal.notifications import bounces


class Command(BaseCommand):
    of_the_platform = True
    help = "Read one message from the standard input, as a mail server pipes it, and note the mail that came back."

    def add_arguments(self, parser):
        parser.add_argument("--recipient", default="", help="the address it came to, where no header says so")

    def handle(self, *args, recipient: str, **options):
        is_noted = bounces.note(sys.stdin.buffer.read(bounces.LARGEST), recipient)
        while sys.stdin.buffer.read(bounces.LARGEST):
            pass  # a mail server whose pipe breaks would keep the message, and try again
        self.stdout.write("noted" if is_noted else "left aside")
