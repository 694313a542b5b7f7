"""The named events of the plan, besides those of every noun."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("training_plans.copied", _("copió un plan de formación con {courses} cursos"), "courses")
declare("training_plans.included", _("tomó en su plan de formación un curso que otra organización propuso"))
declare("training_plans.papered", _("sacó en PDF un plan de formación"))
