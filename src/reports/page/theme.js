import { the } from './elements.js';

const THEMES = ['system', 'light', 'dark'];

/** The button that goes from the system's colours to light, to dark, and back. */
export function openTheme() {
  const button = the('theme', HTMLButtonElement);
  let at = 0;
  button.addEventListener('click', () => {
    at = (at + 1) % THEMES.length;
    const theme = THEMES[at] ?? '';
    document.documentElement.dataset['theme'] = theme;
    button.textContent = `theme: ${theme}`;
  });
}
