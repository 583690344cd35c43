// The opening frame of index.html comes first: the page's program takes the processors that draw it.
const begin = () => void import("./main");

// No frame is drawn of a window that is not shown.
if (document.hidden) {
  begin();
} else {
  requestAnimationFrame(() => setTimeout(begin));
}
