"""What a person sees and does about their own account; where allauth’s own pages do not do."""
