/* SPDX-License-Identifier: GPL-2.0-only */
/* What every virtio device goes through before its driver has it (virtio 1.1, 3.1.1) */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/virtio.h>

/*
 * virtio_finalize_features - both sides have these, and no others from now on: vdev->features
 *
 * @wanted: bits that the driver knows.  0; -EINVAL: modern, and doesn't say so; -ENODEV: the device doesn't agree.
 */
int virtio_finalize_features(struct virtio_device *vdev, u64 wanted)
{
	const struct virtio_config_ops *config = vdev->config;

	if (vdev->modern)
		wanted |= 1ULL << VIRTIO_F_VERSION_1;
	vdev->features = config->get_features(vdev) & wanted;
	if (vdev->modern && !virtio_has_feature(vdev, VIRTIO_F_VERSION_1))
		return -EINVAL;
	config->set_features(vdev, vdev->features);
	if (!vdev->modern)
		return 0;
	virtio_add_status(vdev, VIRTIO_CONFIG_S_FEATURES_OK);
	return config->get_status(vdev) & VIRTIO_CONFIG_S_FEATURES_OK ? 0 : -ENODEV;
}

/*
 * virtio_dev_probe - gives a device that a transport has found to its driver
 *
 * 0; -ENODEV: there is none for this kind, or the device doesn't do as it should; what else the driver says: the device
 * is reset and has nothing of ours.  Sleeps.
 */
int virtio_dev_probe(struct virtio_device *vdev)
{
	struct block_device *bdev;
	int err = -ENODEV;

	virtio_reset_device(vdev);
	virtio_add_status(vdev, VIRTIO_CONFIG_S_ACKNOWLEDGE);
	if (vdev->device_id == VIRTIO_ID_BLOCK) {
		virtio_add_status(vdev, VIRTIO_CONFIG_S_DRIVER);
		bdev = virtblk_probe(vdev);
		if (IS_ERR(bdev))
			err = (int)PTR_ERR(bdev);
		else if ((err = virtblk_add(vdev, bdev)))
			virtblk_remove(vdev);
	}
	if (err)
		virtio_add_status(vdev, VIRTIO_CONFIG_S_FAILED);
	return err;
}
