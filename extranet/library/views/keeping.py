"""What concerns the library as a whole: archived documents, the rule on files not yet scanned."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from extranet.library import listing
from extranet.library.forms import PolicyForm
from extranet.library.views.finding import keeps
from extranet.library.views.folders import form_methods
from portal.documents import antivirus, services
from portal.documents.models import Document, FilePolicy
from portal.documents.perms import may_set_policy
from portal.organisations.people import members_to_choose, suggestions
from portal.organisations.searching import LONGEST


@require_safe
@keeps()
def archives(request):
    documents = Document.objects.exclude(folder=None).filter(state=Document.State.ARCHIVED).with_current()
    page = Paginator(documents, 30).get_page(request.GET.get("page"))
    context = {"page": page, "documents": listing.dressed(page.object_list, request.membership)}
    return render(request, "library/archives.html", context)


@require_safe
@keeps()
def people(request):
    """Members, for the list under the field in which one adds people whom something is for."""
    return JsonResponse(suggestions(request.GET.get("q", "")[:LONGEST], members_to_choose(request.tenant)))


@form_methods
def policy(request):
    """Hold files back until they are scanned, or not."""
    if not may_set_policy(request.user):
        raise PermissionDenied
    form = PolicyForm(request.POST or None, instance=FilePolicy.objects.first() or FilePolicy())
    if request.method == "POST" and form.is_valid():
        services.hold_unscanned(form.cleaned_data["holds_unscanned"])
        messages.success(request, "Règle enregistrée.")
        return redirect("library_policy")
    return render(request, "library/policy.html", {"form": form, "has_antivirus": antivirus.is_configured()})
