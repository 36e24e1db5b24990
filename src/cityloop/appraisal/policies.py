"""Who may see what outside evaluation has come to, who sets it up and runs it, who goes to the sites."""

READ = "appraisal.read"
DEFINE = "appraisal.define"
RUN = "appraisal.run"
VISIT = "appraisal.visit"
