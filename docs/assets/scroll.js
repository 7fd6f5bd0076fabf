// What is wider than the screen can be scrolled with the keyboard as well.
"use strict";

addEventListener("load", () => {
  for (const region of document.querySelectorAll(".md-typeset__scrollwrap, .tabbed-labels")) {
    if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
  }
});
