"""What the nightly job does for one tenant, or each; ``--dry-run`` says what it would do."""

from django.core.management.base import BaseCommand, CommandError

from extranet.solicitations import retention
from portal.database import context
from portal.database.context import TenantContext


class Command(BaseCommand):
    help = "Announce, and erase at their term, the texts of solicitations, for --tenant SLUG or --every-tenant."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")

    def handle(self, *args, dry_run: bool, **options):
        if not isinstance(context.current(), TenantContext):
            raise CommandError("Texts are a tenant's: name it (--tenant SLUG), or ask for each (--every-tenant).")
        slug = context.current().slug
        if dry_run:
            self._say(slug, retention.plan())
        else:
            report = retention.run()
            self.stdout.write(f"{slug}: {self._done(report) if report else 'nothing to do'}.")

    def _say(self, slug: str, plan: retention.Plan) -> None:
        self.stdout.write(
            f"{slug}: would announce {len(plan.warned)}, erase {len(plan.erased)} ({plan.months} months), drop"
            f" {plan.drafts} drafts, {plan.journal_lines} lines of the journal and {plan.reports} reports."
        )
        for verb, references in (("announce", plan.warned), ("erase", plan.erased)):
            for reference in references:
                self.stdout.write(f"  {verb} {reference}")

    def _done(self, report) -> str:
        return (
            f"{len(report.warned)} announced, {len(report.erased)} erased, {report.drafts} drafts and"
            f" {report.journal_lines} lines of the journal dropped"
        )
