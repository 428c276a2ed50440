from django.urls import path

app_name = "travel"
urlpatterns = []
