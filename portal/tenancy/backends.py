from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from portal.database import context


class TenantModelBackend(ModelBackend):
    """Group permissions count only on the host of the tenant whose group it is."""

    def _get_group_permissions(self, user_obj):
        return Permission.objects.filter(
            group__in=user_obj.groups.filter(tenant_group__tenant=context.current_tenant_id())
        )

    def _get_user_permissions(self, user_obj):
        return Permission.objects.none()  # given to an account, they would count everywhere
