"""What a person sees who has never seen the program: three doors into it, and five tips at the places themselves."""
