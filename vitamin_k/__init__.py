"""The science of the course: data access, models and figures of vitamin K."""
