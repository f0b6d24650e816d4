import type { Host } from './host.ts';

export type Multipathing = Host['multipathing'];
export type ClaimRule = Multipathing['claimRules'][number];
export type SatpRule = Multipathing['satpRules'][number];

const NOT_LOADED = 'Placeholder (plugin not loaded)';

const SATPS: readonly (readonly [name: string, psp: string, description: string])[] = [
  ['VMW_SATP_LOCAL', 'VMW_PSP_FIXED', 'Supports direct attached devices'],
  ['VMW_SATP_ALUA', 'VMW_PSP_MRU', NOT_LOADED],
  ['VMW_SATP_MSA', 'VMW_PSP_MRU', NOT_LOADED],
  ['VMW_SATP_DEFAULT_AP', 'VMW_PSP_MRU', NOT_LOADED],
  ['VMW_SATP_SVC', 'VMW_PSP_RR', NOT_LOADED],
  ['VMW_SATP_EQL', 'VMW_PSP_FIXED', NOT_LOADED],
  ['VMW_SATP_INV', 'VMW_PSP_FIXED', NOT_LOADED],
  ['VMW_SATP_ALUA_CX', 'VMW_PSP_RR', NOT_LOADED],
  ['VMW_SATP_SYMM', 'VMW_PSP_RR', NOT_LOADED],
  ['VMW_SATP_CX', 'VMW_PSP_MRU', NOT_LOADED],
  ['VMW_SATP_LSI', 'VMW_PSP_MRU', NOT_LOADED],
  ['VMW_SATP_DEFAULT_AA', 'VMW_PSP_FIXED', NOT_LOADED],
];

/** What selects a path, and what it says of itself. */
export const PSPS: Readonly<Record<string, string>> = {
  VMW_PSP_MRU: 'Most Recently Used Path Selection',
  VMW_PSP_RR: 'Round Robin Path Selection',
  VMW_PSP_FIXED: 'Fixed Path Selection',
};

const newClaimRule = (
  rule: number,
  type: string,
  plugin: string,
  matches: string,
  file: boolean,
): ClaimRule => ({
  class: 'MP',
  rule,
  runtime: true,
  file,
  type,
  plugin,
  matches,
});

export const newSatpRule = (given: Partial<SatpRule> & Pick<SatpRule, 'satp'>): SatpRule => ({
  device: '',
  vendor: '',
  model: '',
  driver: '',
  transport: '',
  options: '',
  group: 'system',
  claimOptions: '',
  psp: '',
  pspOptions: '',
  description: '',
  ...given,
});

export const defaultMultipathing = (): Multipathing => ({
  satps: SATPS.map(([name, psp, description]) => ({ name, psp, description })),
  satpRules: [
    newSatpRule({
      satp: 'VMW_SATP_MSA',
      vendor: 'HP',
      model: 'MSA1000 VOLUME',
      description: 'MSA 1000/1500 [Legacy product]',
    }),
    newSatpRule({
      satp: 'VMW_SATP_ALUA',
      vendor: 'NETAPP',
      claimOptions: 'tpgs_on',
      psp: 'VMW_PSP_RR',
      description: 'NetApp arrays with ALUA support',
    }),
    newSatpRule({
      satp: 'VMW_SATP_ALUA',
      claimOptions: 'tpgs_on',
      description: 'Any array with ALUA support',
    }),
    newSatpRule({ satp: 'VMW_SATP_DEFAULT_AA', transport: 'fc', description: 'Fibre Channel Devices' }),
    newSatpRule({ satp: 'VMW_SATP_DEFAULT_AA', transport: 'iscsi', description: 'iSCSI Devices' }),
    newSatpRule({ satp: 'VMW_SATP_LOCAL', transport: 'usb', description: 'USB Devices' }),
    newSatpRule({ satp: 'VMW_SATP_LOCAL', transport: 'sata', description: 'SATA Devices' }),
  ],
  claimRules: [
    newClaimRule(0, 'transport', 'NMP', 'transport=usb', false),
    newClaimRule(1, 'transport', 'NMP', 'transport=sata', false),
    newClaimRule(2, 'transport', 'NMP', 'transport=ide', false),
    newClaimRule(3, 'transport', 'NMP', 'transport=block', false),
    newClaimRule(4, 'transport', 'NMP', 'transport=unknown', false),
    newClaimRule(101, 'vendor', 'MASK_PATH', 'vendor=DELL model=Universal Xport pi_disable=false', true),
    newClaimRule(65_535, 'vendor', 'NMP', 'vendor=* model=*', false),
  ],
  claimed: 0,
});
