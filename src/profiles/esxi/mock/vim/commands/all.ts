import { unmodelled, type VimCommand } from '../command.ts';
import { HOST_COMMANDS } from './host.ts';
import { HOST_AUTOSTART_COMMANDS } from './host-autostart.ts';
import { HOST_NETWORK_COMMANDS } from './host-network.ts';
import { HOST_POOL_COMMANDS } from './host-pools.ts';
import { HOST_STORAGE_COMMANDS } from './host-storage.ts';
import { VIM_COMMANDS } from './vim.ts';
import { VM_CHANGE_COMMANDS } from './vm-change.ts';
import { VM_DEVICE_COMMANDS } from './vm-devices.ts';
import { VM_READ_COMMANDS } from './vm-read.ts';
import { VM_SNAPSHOT_COMMANDS } from './vm-snapshots.ts';

/** Those that a host has, and that its help therefore names, without being modelled. */
const BY_NAME_ALONE: readonly VimCommand[] = [
  ...unmodelled('vmsvc', 'acquiremksticket acquireticket device.connection device.connusbdev device.ctlradd'),
  ...unmodelled('vmsvc', 'device.ctlrremove device.disconnusbdev device.diskextend device.nvdimmadd'),
  ...unmodelled('vmsvc', 'device.nvdimmremove device.toolsSyncSet get.capability get.config.cpuidmask'),
  ...unmodelled('vmsvc', 'get.configoption get.disabledmethods get.environment get.managedentitystatus'),
  ...unmodelled('vmsvc', 'get.spaceNeededForConsolidation gethostconstraints queryftcompat setscreenres'),
  ...unmodelled('vmsvc', 'snapshot.dumpoption snapshot.setoption tools.upgrade upgrade'),
  ...unmodelled('hostsvc', 'get_service_status pci_add pci_remove querydisabledmethods set_hostid'),
  ...unmodelled('hostsvc', 'standby_mode_enter standby_mode_exit task_list updateSSLThumbprintsInfo'),
  ...unmodelled('hostsvc/advopt', 'options settings'),
  ...unmodelled('hostsvc/autostartmanager', 'autostart autostop'),
  ...unmodelled('hostsvc/datastore', 'destroy nas_create vmfs_create'),
  ...unmodelled('hostsvc/datastorebrowser', 'disksearch search searchsubfolders'),
  ...unmodelled('hostsvc/firmware', 'backup_config reset_config restore_config'),
  ...unmodelled('hostsvc/summary', 'cpu fsvolume hba scsilun'),
  ...unmodelled('hbrsvc', 'vmreplica.disable vmreplica.enable vmreplica.getConfig vmreplica.getState'),
  ...unmodelled('internalsvc', 'cmkconfig refresh_consoles throw_fault'),
  ...unmodelled('proxysvc', 'add_np_service add_tcp_service port_info remove_service service_list'),
  ...unmodelled('solo', 'connectdev environment querycfgopt querycfgtgt vminfo'),
  ...unmodelled('vimsvc', 'connect disconnect task_cancel task_description'),
  ...unmodelled('vimsvc/auth', 'entity_permission_add entity_permissions lockdown_is_enabled role_list'),
];

export const COMMANDS: readonly VimCommand[] = [
  ...VM_READ_COMMANDS,
  ...VM_CHANGE_COMMANDS,
  ...VM_SNAPSHOT_COMMANDS,
  ...VM_DEVICE_COMMANDS,
  ...HOST_COMMANDS,
  ...HOST_AUTOSTART_COMMANDS,
  ...HOST_NETWORK_COMMANDS,
  ...HOST_POOL_COMMANDS,
  ...HOST_STORAGE_COMMANDS,
  ...VIM_COMMANDS,
  ...BY_NAME_ALONE,
];
