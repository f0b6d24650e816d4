import { nameOf } from './tree.ts';

/**
 * Whether a path can be a command by its name and place: what is executable by its mode alone may be a library, a
 * loader, a module of a kernel or an interpreter, or data that somebody copied with all its bits.
 */
export function canBeCommand(path: string): boolean {
  const name = nameOf(path);
  return !isLibrary(path) && !isData(name) && !OTHER_PLACES.test(path);
}

/** By its name: libfoo.so, foo.so.1.2, ld-linux-x86-64.so.2. */
export const isLibrary = (path: string): boolean => /\.so(?:\.[\w.]+)?$/.test(nameOf(path));

/** What a kernel starts before a program; it must be where the program says. */
export const isLoader = (path: string): boolean =>
  /^ld(?:-[\w-]+)?\.so(?:\.\d+)*$|^ld-[\w.-]+\.so$/.test(nameOf(path));

const isData = (name: string): boolean => {
  const [, extension = ''] = /\.(~?[\w]+~?)$/.exec(name) ?? [];
  return DATA.has(extension.toLowerCase());
};

const DATA = new Set(
  [
    'a o ko la pyc pyo pyd whl egg jar class',
    'json xml xsd wsdl xsl yaml yml toml ini cfg conf properties csv txt md rst log vmsg po mo',
    'html htm css js map png gif jpg jpeg svg ico ttf woff woff2',
    'gz tgz bz2 xz zst zip tar vib v00 b00 v01 v02 c32 efi img iso dat db sqlite hmac pem crt key cer p12 lock',
    'vmx vmx~ vmdk vmxf nvram vmsd mfx service socket target desktop',
  ]
    .join(' ')
    .split(' '),
);

/** Modules of kernels and of interpreters. */
const OTHER_PLACES =
  /\/(?:vmkmod|lib\/modules|site-packages|dist-packages|lib-dynload|(?:lib|share)\/perl5?|node_modules)\/|\/python\d[\d.]*\/|\/__pycache__\/|\/__init__\.py$/;
