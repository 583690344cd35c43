/** Whether this is a Mac, whose keys have other names. */
export const isAppleDevice = (): boolean => /mac/i.test(navigator.platform);
