"""What the page of a circle shows to who may see its members, beside them: functions of the circle and the member."""

from portal.design.sections import Sections
from portal.organisations.models import Circle
from portal.tenancy.models import Membership

ON_CIRCLES: Sections[[Circle, Membership]] = Sections()
