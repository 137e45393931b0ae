"""What somebody without an account reaches: asking for one, and following the request."""

urlpatterns = []
