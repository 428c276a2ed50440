from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from delegation import queries


@login_required
def home_for_me(request):
    """The door after log-in: staff go to their desk, delegates to their journey, everybody else sees what they asked
    for and what they may join."""
    if queries.my_desks(request.user).exists():
        return redirect("travel:desk")
    delegate = queries.my_delegate(request.user)
    if delegate and delegate.is_on_board:
        return redirect("travel:my_journey")
    mine = list(request.user.delegates.select_related("delegation").order_by("-id"))
    return render(request, "delegation/people/home.html", {"mine": mine, "may_join": queries.may_join(request.user)})
