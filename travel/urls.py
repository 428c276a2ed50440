app_name = "travel"
urlpatterns = []
