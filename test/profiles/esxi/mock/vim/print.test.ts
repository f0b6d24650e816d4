import { describe, expect, it } from 'vitest';
import { printed, printedFault } from '../../../../../src/profiles/esxi/mock/vim/print.ts';
import {
  link,
  list,
  listIfAny,
  none,
  object,
  ref,
  since,
  strings,
} from '../../../../../src/profiles/esxi/mock/vim/value.ts';

const VALUE = object('vim.Thing', {
  name: 'a "quoted" name',
  count: -1,
  isThere: true,
  nothing: undefined,
  newer: since('7.0', 'new'),
  within: object('vim.Inner', { on: ref('vim.HostSystem', 'ha-host') }),
  empty: list('vim.Inner', []),
  names: strings(['a', 'b']),
  all: list('vim.Inner', [object('vim.Inner', { key: 1 }), object('vim.Inner', { key: 2 })]),
  other: none('vim.Other'),
  group: link('vim.host.PortGroup', 'VM Network'),
  last: listIfAny('int', []),
});

describe('a value of the API', () => {
  it('has commas between its properties, and one before a list that is not there', () => {
    expect(printed(VALUE, '8.0.2')).toBe(
      [
        '(vim.Thing) {',
        '   name = "a "quoted" name", ',
        '   count = -1, ',
        '   isThere = true, ',
        '   nothing = <unset>, ',
        '   newer = "new", ',
        '   within = (vim.Inner) {',
        "      on = 'vim.HostSystem:ha-host'",
        '   }, ',
        '   empty = (vim.Inner) [], ',
        '   names = (string) [',
        '      "a", ',
        '      "b"',
        '   ], ',
        '   all = (vim.Inner) [',
        '      (vim.Inner) {',
        '         key = 1',
        '      }, ',
        '      (vim.Inner) {',
        '         key = 2',
        '      }',
        '   ], ',
        '   other = (vim.Other) null, ',
        '   group = <vim.host.PortGroup:key-vim.host.PortGroup-VM Network>, ',
        '}',
      ].join('\n'),
    );
  });

  it('begins with its type, and ends in a comma, on older hosts', () => {
    const value = object('vim.Thing', { key: 1, newer: since('7.0', 'new'), inner: object('vim.Inner', {}) });
    expect(printed(value, '5.1.0')).toBe(
      [
        '(vim.Thing) {',
        '   dynamicType = <unset>, ',
        '   key = 1, ',
        '   inner = (vim.Inner) {',
        '      dynamicType = <unset>, ',
        '   }, ',
        '}',
      ].join('\n'),
    );
  });

  it('is a fault with its message behind the properties', () => {
    expect(printedFault('vim.fault.NotFound', {}, 'none', '8.0.2')).toBe(
      '(vim.fault.NotFound) {\n   faultCause = (vmodl.MethodFault) null, \n   faultMessage = <unset>\n   msg = "none"\n}',
    );
  });
});
