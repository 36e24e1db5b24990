export default {
  find: "Name or code", noMatch: "Nobody matches.", nothing: "Nothing of this scheme is filled in by hand.", nothingDetail: "All its points follow from cases.", empty: "empty", parameter: "parameter", files: "evidence {n}", repeatedShort: "used twice",
  open: "{item} of {name}: {value}. Look or fill in", usual: "Counts where nothing is filled in:", points: "Points ({least} to {most})", figure: "Figure", value: "Value", words: "Words", evidence: "Evidence", drop: "Remove file",
  upload: "Upload photographs or files", uploading: "Uploading…", uploadHint: "JPEG, PNG, WebP, PDF, docx, xlsx, up to 12 MiB each.", again: "{name}: the same content stands behind {n} entries", take: "Download {name}",
  entered: "The entry has been saved.", takeBack: "Take back", takeBackQuestion: "What counts where nothing is filled in will count again. The entry stays on record.", takenBack: "The entry has been taken back.", wasTakenBack: "taken back", isFixed: "The result is fixed: nothing is filled in any more.", readOnly: "Your post may only look.",
  history: "What was filled in", noHistory: "Nothing yet.", repeated: "The same file stands behind {n} other entries.",
}
