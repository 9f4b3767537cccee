/** The few Web Awesome elements that the console uses. They take our colours in page.css and fetch nothing. */
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/drawer/drawer.js';
import '@awesome.me/webawesome/dist/components/dropdown/dropdown.js';
import '@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js';
import { registerIconLibrary } from '@awesome.me/webawesome/dist/components/icon/library.js';
import '@awesome.me/webawesome/dist/translations/fi.js';
import '@awesome.me/webawesome/dist/translations/pl.js';
import icons from './icons.svg?no-inline';

// Its own icons are data: addresses that it fetches, which our policy forbids. These are `symbol`s of one file.
registerIconLibrary('system', { resolver: (name) => `${icons}#${name}`, spriteSheet: true });
