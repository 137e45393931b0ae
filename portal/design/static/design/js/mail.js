/* « nom [arobase] organisme.fr » becomes a link: the address itself is never in the page that is sent.
   The part before the @ may have accents (RFC 6531): it is shown as written and percent-encoded in the link. */
for (const span of document.querySelectorAll("[data-mail]")) {
  const [local, domain] = [span.firstChild, span.lastChild].map((end) => end?.textContent.trim());
  if (!local || !domain || !span.querySelector(".mail__at")) continue;

  const link = document.createElement("a");
  link.className = span.className;
  link.href = `mailto:${encodeURIComponent(local)}@${encodeURIComponent(domain)}`;
  link.append(local, document.createElement("wbr"), `@${domain}`);
  span.replaceWith(link);
}
