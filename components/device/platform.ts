/** Whether a browser runs on iPhone or iPad, where push needs the app on the Home Screen. */
export function isAppleMobile(browser: Pick<Navigator, "userAgent" | "maxTouchPoints">) {
  const { userAgent, maxTouchPoints } = browser;
  // An iPad's Safari calls itself a Mac; no Mac has a touch screen.
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}
