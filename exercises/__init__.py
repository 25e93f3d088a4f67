"""The course's questions: one module a lesson, with the derivation of each answer."""
