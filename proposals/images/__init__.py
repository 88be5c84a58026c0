"""Pictures of proposals: sent with the text, drawn anew, judged by moderation one by one."""
