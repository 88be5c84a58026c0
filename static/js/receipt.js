// Whoever scans the code of a receipt comes with the number behind the #: it is put into the field, here alone.
const field = document.querySelector("[data-from-hash]");
const receipt = decodeURIComponent(location.hash.slice(1));
if (field && /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/.test(receipt)) {
  field.value = receipt;
  history.replaceState(null, "", location.pathname);
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}
