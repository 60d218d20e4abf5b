package dev.cambium.engine.fuse;

/** The error numbers of Linux that this file system answers with (asm-generic/errno-base.h). */
public enum Errno {
    EPERM(1),
    ENOENT(2),
    EIO(5),
    EACCES(13),
    EEXIST(17),
    EXDEV(18),
    ENOTDIR(20),
    EISDIR(21),
    EINVAL(22),
    EFBIG(27),
    ENOSPC(28),
    EROFS(30),
    ENAMETOOLONG(36),
    ENOSYS(38),
    ENOTEMPTY(39),
    EOPNOTSUPP(95);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
