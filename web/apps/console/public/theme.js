// Before anything is painted, so that no page flashes in the other theme. A file, because the content policy allows no inline programs.
const wished = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
document.documentElement.classList.toggle("dark", (localStorage.getItem("cityloop.theme") ?? wished) === "dark")
