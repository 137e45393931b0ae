from django.db import connection


def count_the_children_of_the_roots() -> None:
    """Write on the first node of each tree how many children it has: Wagtail looks below it only if it has some."""
    with connection.cursor() as cursor:
        for table in ("wagtailcore_page", "wagtailcore_collection"):
            cursor.execute(
                f'UPDATE "{table}" root SET numchild ='  # noqa: S608 (Wagtail's own tables)
                f' (SELECT count(*) FROM "{table}" child WHERE child.depth = 2 AND starts_with(child.path, root.path))'
                " WHERE root.depth = 1"
            )
