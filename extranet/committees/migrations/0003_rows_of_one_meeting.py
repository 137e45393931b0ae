from django.db import migrations

OF_A_MEMBER = """committees_{0} row JOIN committees_member member ON member.id = row.member_id
    JOIN committees_meeting meeting ON meeting.id = row.meeting_id WHERE member.committee_id <> meeting.committee_id"""
OF_A_PERSON = """committees_{0} row JOIN tenancy_membership person ON person.id = row.membership_id
    WHERE person.tenant_id <> row.tenant_id"""


def of_a_member(table: str) -> dict[str, tuple[str, str]]:
    return {
        "row": (f"committees_{table}", "member_id, meeting_id"), "member": ("committees_member", "committee_id"),
        "meeting": ("committees_meeting", "committee_id"),
    }  # fmt: skip


def of_a_person(table: str) -> dict[str, tuple[str, str]]:
    return {
        "row": (f"committees_{table}", "membership_id, tenant_id"), "person": ("tenancy_membership", "tenant_id")
    }  # fmt: skip


RULES = {
    "item_is_in_a_part_of_its_meeting": (
        """committees_item row JOIN committees_section part ON part.id = row.section_id
           WHERE part.meeting_id <> row.meeting_id""",
        {"row": ("committees_item", "section_id, meeting_id"), "part": ("committees_section", "meeting_id")},
    ),
    "paper_is_of_an_item_of_its_meeting": (
        """committees_paper row JOIN committees_item item ON item.id = row.item_id
           WHERE item.meeting_id <> row.meeting_id""",
        {"row": ("committees_paper", "item_id, meeting_id"), "item": ("committees_item", "meeting_id")},
    ),
    "presence_is_of_a_member_of_the_committee": (
        """committees_presence row JOIN committees_member member ON member.id IN (row.member_id, row.represented_by_id)
           JOIN committees_meeting meeting ON meeting.id = row.meeting_id
           WHERE member.committee_id <> meeting.committee_id""",
        of_a_member("presence") | {"row": ("committees_presence", "member_id, represented_by_id, meeting_id")},
    ),
    "convocation_is_of_a_member_of_the_committee": (OF_A_MEMBER.format("convocation"), of_a_member("convocation")),
    "proposal_is_of_a_member_of_the_committee": (OF_A_MEMBER.format("proposal"), of_a_member("proposal")),
    "mandate_is_of_a_person_of_the_tenant": (OF_A_PERSON.format("mandate"), of_a_person("mandate")),
    "reply_is_of_a_person_of_the_tenant": (OF_A_PERSON.format("reply"), of_a_person("reply")),
    "convocation_is_of_a_person_of_the_tenant": (OF_A_PERSON.format("convocation"), of_a_person("convocation")),
    "presence_is_of_a_person_of_the_tenant": (OF_A_PERSON.format("presence"), of_a_person("presence")),
}
"""Each rule: the rows that break it, and by alias each table whose change may break it, with its columns."""

FUNCTION = """
CREATE FUNCTION committees_{rule}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_broken boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM {wrong} AND %I.id = $1)', TG_ARGV[0]) INTO is_broken USING NEW.id;
    IF is_broken THEN
        RAISE EXCEPTION 'committees: not every {said}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER committees_{rule} AFTER INSERT OR UPDATE OF {columns} ON {table}
    FOR EACH ROW EXECUTE FUNCTION committees_{rule}('{alias}');
"""
GUARD = "".join(
    FUNCTION.format(rule=rule, wrong=wrong, said=rule.replace("_", " "))
    + "".join(
        TRIGGER.format(rule=rule, columns=columns, table=table, alias=alias)
        for alias, (table, columns) in tables.items()
    )
    for rule, (wrong, tables) in RULES.items()
)
UNGUARD = "".join(f"DROP FUNCTION committees_{rule} CASCADE;\n" for rule in RULES)


class Migration(migrations.Migration):
    """Whatever writes a row, what it points at is of the same meeting, committee or tenant.

    All the tables of a rule are guarded: an archive brings rows in before what they point at.
    """

    dependencies = [("committees", "0002_what_a_convocation_told"), ("tenancy", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
