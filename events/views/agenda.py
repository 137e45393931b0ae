from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def coming(request):
    return render(request, "events/agenda.html")
