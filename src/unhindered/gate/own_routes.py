"""The addresses of one institution at a gate: for scripts, desks and everybody who checks a log. No pages."""

from starlette.routing import Route

from unhindered.gate import desk_door, mailbox, published, questionnaire_door, submissions, uploads


def own_routes() -> list[Route]:
    """Routes of an application whose `state.gate` is the institution's open gate."""
    return [
        Route("/entries", submissions.post_entries, methods=["POST"]),
        Route("/uploads", uploads.serve_uploads, methods=["POST", "OPTIONS"]),
        Route("/uploads/{upload}", uploads.serve_upload, methods=list(uploads.METHODS)),
        Route("/mailbox", mailbox.post_mailbox, methods=["POST"]),
        Route("/notice", published.get_notice),
        Route("/log/checkpoint", published.get_sealed_checkpoint),
        Route("/log/tile/{rest:path}", published.get_sealed_tile),
        Route("/public/checkpoint", published.get_public_checkpoint),
        Route("/public/tile/{rest:path}", published.get_public_tile),
        Route("/public/entries", published.get_public_entries),
        Route("/questionnaire", questionnaire_door.get_questionnaire),
        Route("/questionnaire/{hash}", questionnaire_door.get_questionnaire),
        Route("/desk/enrol", desk_door.post_enrolment, methods=["POST"]),
        Route("/desk/checkpoint", desk_door.get_checkpoint),
        Route("/desk/entries", desk_door.get_entries),
        Route("/desk/entries", desk_door.post_entries, methods=["POST"]),
        Route("/desk/bodies/{index:int}", desk_door.get_body),
        Route("/desk/statements", desk_door.post_statements, methods=["POST"]),
        Route("/desk/notices", desk_door.post_notices, methods=["POST"]),
        Route("/desk/questionnaire", desk_door.post_questionnaire, methods=["POST"]),
    ]
