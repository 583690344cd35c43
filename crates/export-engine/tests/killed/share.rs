//! A network share as a file system of its own: one folder, which knows neither renaming without replacing nor hard
//! links, and fails as a test wishes. It lives in the victim's process, so it ends with it.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use fuser::{
    BackgroundSession, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags,
    Generation, INodeNo, LockOwner, MountOption, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate,
    ReplyData, ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyStatfs, ReplyWrite, Request, TimeOrNow,
    WriteFlags,
};

use crate::victim::Fault;

/// Nothing is remembered: the share is asked each time.
const NOW: Duration = Duration::ZERO;
const GENERATION: Generation = Generation(0);

struct Share {
    fault: Fault,
    /// By number, from 2 on: 1 is the folder.
    files: Mutex<Vec<Node>>,
}

/// A file, which stays here when its name is gone: somebody may have it open.
struct Node {
    name: Option<OsString>,
    bytes: Vec<u8>,
    changed: SystemTime,
}

/// Shows such a share in a folder until what it gives is dropped.
pub(crate) fn show(fault: Fault, folder: &Path) -> BackgroundSession {
    let share = Share {
        fault,
        files: Mutex::default(),
    };
    let mut config = Config::default();
    config.mount_options = vec![MountOption::FSName("share".into())];
    fuser::spawn_mount(share, folder, &config)
        .expect("this system lets nobody show a file system of their own: /dev/fuse")
}

impl Share {
    fn files(&self) -> MutexGuard<'_, Vec<Node>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn number(index: usize) -> INodeNo {
    INodeNo(index as u64 + 2)
}

fn index(number: INodeNo) -> usize {
    usize::try_from(number.0.wrapping_sub(2)).unwrap_or(usize::MAX)
}

fn find(files: &[Node], name: &OsStr) -> Option<usize> {
    files
        .iter()
        .position(|file| file.name.as_deref() == Some(name))
}

fn attributes(request: &Request, ino: INodeNo, file: Option<&Node>) -> FileAttr {
    let changed = file.map_or(SystemTime::UNIX_EPOCH, |file| file.changed);
    let size = file.map_or(0, |file| file.bytes.len() as u64);
    FileAttr {
        ino,
        size,
        blocks: size.div_ceil(512),
        atime: changed,
        mtime: changed,
        ctime: changed,
        crtime: changed,
        kind: match file {
            Some(_) => FileType::RegularFile,
            None => FileType::Directory,
        },
        perm: 0o700,
        nlink: 1,
        uid: request.uid(),
        gid: request.gid(),
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

impl Filesystem for Share {
    fn lookup(&self, request: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let files = self.files();
        match find(&files, name) {
            Some(found) => {
                let attributes = attributes(request, number(found), Some(&files[found]));
                reply.entry(&NOW, &attributes, GENERATION);
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn getattr(&self, request: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        let files = self.files();
        let file = files.get(index(ino));
        reply.attr(&NOW, &attributes(request, ino, file));
    }

    fn setattr(
        &self,
        request: &Request,
        ino: INodeNo,
        _mode: Option<u32>,
        _uid: Option<u32>,
        _gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        mtime: Option<TimeOrNow>,
        _ctime: Option<SystemTime>,
        _file: Option<FileHandle>,
        _crtime: Option<SystemTime>,
        _chgtime: Option<SystemTime>,
        _bkuptime: Option<SystemTime>,
        _flags: Option<fuser::BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let mut files = self.files();
        let Some(file) = files.get_mut(index(ino)) else {
            return reply.error(Errno::EPERM);
        };
        if let Some(size) = size {
            file.bytes.resize(usize::try_from(size).unwrap_or(0), 0);
            file.changed = SystemTime::now();
        }
        match mtime {
            Some(TimeOrNow::SpecificTime(time)) => file.changed = time,
            Some(TimeOrNow::Now) => file.changed = SystemTime::now(),
            None => {}
        }
        reply.attr(&NOW, &attributes(request, ino, Some(file)));
    }

    fn create(
        &self,
        request: &Request,
        _folder: INodeNo,
        name: &OsStr,
        _mode: u32,
        _umask: u32,
        _flags: i32,
        reply: ReplyCreate,
    ) {
        let mut files = self.files();
        if find(&files, name).is_some() {
            return reply.error(Errno::EEXIST);
        }
        files.push(Node {
            name: Some(name.to_owned()),
            bytes: Vec::new(),
            changed: SystemTime::now(),
        });
        let made = files.len() - 1;
        let attributes = attributes(request, number(made), files.last());
        let handle = FileHandle(0);
        reply.created(&NOW, &attributes, GENERATION, handle, FopenFlags::empty());
    }

    fn read(
        &self,
        _request: &Request,
        ino: INodeNo,
        _handle: FileHandle,
        offset: u64,
        size: u32,
        _flags: OpenFlags,
        _owner: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let files = self.files();
        let Some(file) = files.get(index(ino)) else {
            return reply.error(Errno::EISDIR);
        };
        let rest = usize::try_from(offset)
            .ok()
            .and_then(|offset| file.bytes.get(offset..))
            .unwrap_or_default();
        reply.data(&rest[..rest.len().min(size as usize)]);
    }

    fn write(
        &self,
        _request: &Request,
        ino: INodeNo,
        _handle: FileHandle,
        offset: u64,
        data: &[u8],
        _write_flags: WriteFlags,
        _flags: OpenFlags,
        _owner: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let end = offset + data.len() as u64;
        let data = match self.fault {
            Fault::Gone(bytes) if end > bytes => return reply.error(Errno::ENOTCONN),
            Fault::Stale(bytes) if end > bytes => return reply.error(Errno::ESTALE),
            Fault::Short(most) => &data[..data.len().min(most)],
            _ => data,
        };
        let mut files = self.files();
        let (Some(file), Ok(offset)) = (files.get_mut(index(ino)), usize::try_from(offset)) else {
            return reply.error(Errno::EIO);
        };
        let end = offset + data.len();
        if file.bytes.len() < end {
            file.bytes.resize(end, 0);
        }
        file.bytes[offset..end].copy_from_slice(data);
        file.changed = SystemTime::now();
        reply.written(u32::try_from(data.len()).unwrap_or(0));
    }

    fn fsync(
        &self,
        _request: &Request,
        _ino: INodeNo,
        _handle: FileHandle,
        _data: bool,
        reply: ReplyEmpty,
    ) {
        match self.fault {
            Fault::Sync => reply.error(Errno::EIO),
            _ => reply.ok(),
        }
    }

    fn unlink(&self, _request: &Request, _folder: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        let mut files = self.files();
        match find(&files, name) {
            Some(found) => {
                files[found].name = None;
                reply.ok();
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn rename(
        &self,
        _request: &Request,
        _folder: INodeNo,
        name: &OsStr,
        _new_folder: INodeNo,
        new_name: &OsStr,
        flags: RenameFlags,
        reply: ReplyEmpty,
    ) {
        if !flags.is_empty() {
            return reply.error(Errno::EINVAL);
        }
        let mut files = self.files();
        let Some(found) = find(&files, name) else {
            return reply.error(Errno::ENOENT);
        };
        if let Some(replaced) = find(&files, new_name) {
            files[replaced].name = None;
        }
        files[found].name = Some(new_name.to_owned());
        reply.ok();
    }

    fn readdir(
        &self,
        _request: &Request,
        _folder: INodeNo,
        _handle: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let files = self.files();
        let listed = files
            .iter()
            .enumerate()
            .skip(usize::try_from(offset).unwrap_or(0));
        for (at, file) in listed {
            let Some(name) = &file.name else { continue };
            if reply.add(number(at), at as u64 + 1, FileType::RegularFile, name) {
                break;
            }
        }
        reply.ok();
    }

    fn statfs(&self, _request: &Request, _ino: INodeNo, reply: ReplyStatfs) {
        let blocks = 1 << 20;
        reply.statfs(blocks, blocks, blocks, 0, 0, 4096, 255, 4096);
    }
}
