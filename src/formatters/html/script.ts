/**
 * For comfort only. Links into a closed part open it in browsers that do not so by themselves; what is closed is printed open where the style
 * sheet cannot do that.
 */
export const SCRIPT = `
const reveal = () => { for (let at = document.getElementById(location.hash.slice(1)); at; at = at.parentElement) if (at.localName === "details") at.open = true; };
const open = () => { reveal(); document.getElementById(location.hash.slice(1))?.scrollIntoView(); };
addEventListener("hashchange", open);
if (location.hash) open();
addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details:not([open])")) { part.open = true; part.dataset.printed = ""; } });
addEventListener("afterprint", () => { for (const part of document.querySelectorAll("details[data-printed]")) { part.open = false; delete part.dataset.printed; } });
`;
