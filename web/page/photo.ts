/** Photos are made small on the device before they are sent: the original, with its place and its hour, stays here. */

/** Longest side that is sent, in pixels: a screen wide, and some 500 kB. */
const SIDE = 2048;
const QUALITY = 0.82;
/** Drawings and animations are no photos: they would be spoiled, and hold no place. */
const AS_THEY_ARE = ["image/svg+xml", "image/gif"];

/** The browser can't read this photo. `heic`: because it is of the form that new iPhones take. */
export class Unreadable extends Error {
  constructor(readonly heic: boolean) { super("unreadable"); }
}

export const isPhoto = ({ type, name }: { type: string; name: string }): boolean =>
  (type.startsWith("image/") && !AS_THEY_ARE.includes(type)) || isHeic({ type, name });

export const isHeic = ({ type, name }: { type: string; name: string }): boolean =>
  /^image\/hei[cf]/.test(type) || /\.hei[cf]$/i.test(name);

/** The size in which a picture is sent: never larger than it was. */
export function fit(width: number, height: number, side = SIDE): [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** `IMG_0042.PNG` becomes `IMG_0042.jpg`. */
export const renamed = (name: string): string => `${name.replace(/\.[^.]*$/, "") || name}.jpg`;

/** The photo as a JPEG, upright, small, and with nothing in it but the picture. */
export async function small(photo: File): Promise<File> {
  const image = new Image();
  const address = URL.createObjectURL(photo);
  try {
    image.src = address;
    await image.decode();
    // An <img> is drawn as it is shown: turned as its EXIF says.
    const [width, height] = fit(image.naturalWidth, image.naturalHeight);
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no canvas");
    pen.fillStyle = "#fff"; // behind what is transparent: JPEG would make it black
    pen.fillRect(0, 0, width, height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, width, height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob) throw new Error("no picture");
    return new File([blob], renamed(photo.name), { type: "image/jpeg" });
  } catch {
    throw new Unreadable(isHeic(photo));
  } finally {
    URL.revokeObjectURL(address);
  }
}
