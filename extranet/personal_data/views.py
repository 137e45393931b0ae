from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from extranet.personal_data.services import leave_and_be_forgotten
from portal.accounts.personal_data import about
from portal.design.typography import french
from portal.tenancy.services import RefusedError


@require_safe
def mine(request):
    return render(request, "personal_data/personal_data.html", {"sections": about(request.account)})


@require_safe
def export(request):
    """The same as a file that a program reads (GDPR, article 20)."""
    sections = [
        {"titre": each.title, "but": each.purpose, "conservation": each.kept, "données": each.rows}
        for each in about(request.account)
    ]
    content = {"espace": request.tenant.name, "fait le": timezone.localtime().isoformat(), "rubriques": sections}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    if request.method == "POST":
        try:
            is_forgotten = leave_and_be_forgotten(request.membership)
        except RefusedError as refusal:
            messages.error(request, refusal.message)
            return redirect("personal_data")
        logout(request)
        messages.success(request, french(FORGOTTEN if is_forgotten else LEFT))
        return redirect("/")
    return render(request, "personal_data/leave.html")


LEFT = "Vous n’avez plus accès à cet espace. Votre compte ouvre toujours vos autres espaces."
FORGOTTEN = "Vous n’avez plus accès à cet espace, et votre compte est effacé."
