// Hands a file that the app made to the browser, which keeps it where downloads go.
export async function download(name, kind, stream) {
  const address = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: kind }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it only after this has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
