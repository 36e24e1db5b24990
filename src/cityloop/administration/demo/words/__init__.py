"""What people of 云川市 report, ask, answer and note: data, in Chinese."""
