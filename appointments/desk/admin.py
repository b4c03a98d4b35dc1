"""The lists of the desk. They declare; what happens is in `actions`."""

from django.contrib import admin

from appointments.desk.diary.clinicians import ClinicianAdmin
from appointments.desk.looks.list import AccessLogAdmin
from appointments.desk.requests.list import ConsultationRequestAdmin
from appointments.desk.requests.mail import MessageAdmin
from appointments.models import AccessLog, Clinician, ConsultationRequest, Message

admin.site.register(ConsultationRequest, ConsultationRequestAdmin)
admin.site.register(Clinician, ClinicianAdmin)
admin.site.register(Message, MessageAdmin)
admin.site.register(AccessLog, AccessLogAdmin)
