"""What the page of a committee shows to who sits there, beside its own: functions of the committee and the member."""

from extranet.committees.models import Committee
from portal.design.sections import Sections
from portal.tenancy.models import Membership

ON_COMMITTEES: Sections[[Committee, Membership]] = Sections()
