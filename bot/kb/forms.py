def symptom_forms(text): return (text,)
