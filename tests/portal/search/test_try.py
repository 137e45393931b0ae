import pytest
from portal.search.engine import search
from portal.search.models import Finding
pytestmark = pytest.mark.django_db
def test_try(pdc):
    from collections import Counter
    print(Counter(Finding.objects.values_list("source", flat=True)))
    for q in ["accessibilite","mentions legales","acessibilité","bail glissant","baux glissants","IML","logements","l'hébergement","plateformes","lens henin","zzzz","comment signer un bail","intermédiaton locative", "services", "formation", "bailleur social", "bailleurs sociaux", "-plan", '"bail glissant"', "📣", "le la"]:
        a = search(q, pdc, None)
        print(repr(q), a.total, [(k.source.name,k.count) for k in a.kinds], repr(a.meant), a.is_partial)
        for r in a.page(1).object_list[:3]: print("    ", r.source.label, "|", r.title, "|", r.url, "|", str(r.extract)[:150])
